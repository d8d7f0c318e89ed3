import { asString, read } from '../../../src/objects';
import { AdmissionCase, schemasOf } from '../../admission/admission-case';
import { Cluster } from '../harness/cluster';
import { inParallel } from '../harness/in-parallel';
import { Report } from '../harness/report';
import { describeDisagreement, differences, ourOpinion, serverOpinion } from '../verdicts';

const AT_ONCE = 8;
const NAMESPACE = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;

/** Asks the API server about every case of test/admission: it has to say what the case expects, and what src/admission says. */
export async function compareCases(cluster: Cluster, cases: readonly AdmissionCase[], report: Report): Promise<void> {
  if (cases.length === 0) {
    return;
  }
  await report.check(`${cases.length} cases of test/admission get the verdict that the API server gives`, async () => {
    const namespaces = cases.flatMap(({ object }) => asString(read(object, 'metadata', 'namespace')) ?? []);
    const created = await cluster.provideNamespaces(namespaces.filter((name) => NAMESPACE.test(name)));
    // One by one where objects are replaced: two cases may store one under the same name.
    const replacing = cases.filter(({ old }) => old !== undefined);
    const creating = cases.filter(({ old }) => old === undefined);
    const found = [
      ...(await inParallel(creating, AT_ONCE, (one) => compareCase(cluster, one, report))),
      ...(await inParallel(replacing, 1, (one) => compareCase(cluster, one, report))),
    ];
    await cluster.remove(created);
    return found.flat();
  });
}

async function compareCase(cluster: Cluster, one: AdmissionCase, report: Report): Promise<string[]> {
  const title = `${one.file}: ${one.name}`;
  const ours = ourOpinion(one, schemasOf(one));
  const theirs = await serverOpinion(one, cluster);
  report.countVerdict('cases of test/admission', theirs.accepted);
  if (differences(ours, theirs).length > 0) {
    return [describeDisagreement(title, one, ours, theirs)];
  }
  const expected = one.expect.accepted;
  return theirs.accepted === expected ? [] : [`${title}: expects ${expected}, the API server says ${theirs.accepted}`];
}
