import { CodeDefinition, Diagnostic, diagnose, Severity } from '../../diagnostics';
import { formatPath, KubeObject, PathSegment, read, refOf } from '../../objects';

/** A secret in plain sight. */
export const DATA_STORE_SECRET_INLINE: CodeDefinition = {
  code: 'data-store-secret-inline',
  severity: Severity.WARNING,
  title: 'A DataStore holds a password or private key itself (content), where everybody who reads the manifest has it',
};

/** Credentials of a DataStore that are secret; certificates and user names are not. */
const SECRETS: readonly (readonly [readonly PathSegment[], string])[] = [
  [['spec', 'basicAuth', 'password'], 'the password'],
  [['spec', 'tlsConfig', 'certificateAuthority', 'privateKey'], "the certificate authority's private key"],
  [['spec', 'tlsConfig', 'clientCertificate', 'privateKey'], "the client's private key"],
];

/** Checks that no secret of a DataStore stands in its manifest, which mostly goes into git; the value itself is not shown. */
export function checkDataStoreSecrets(dataStore: KubeObject): Diagnostic[] {
  return SECRETS.flatMap(([place, what]) => {
    const path = [...place, 'content'];
    const content = read(dataStore, ...path);
    return content === undefined || content === null || content === ''
      ? []
      : [
          diagnose(DATA_STORE_SECRET_INLINE, {
            object: refOf(dataStore),
            path: formatPath(path),
            message: `${what} stands in the manifest itself, base64 at most; so it is in git and in every place that the manifest goes to`,
            fix: 'put it into a Secret, name that in secretReference, and replace what has been read already',
          }),
        ];
  });
}
