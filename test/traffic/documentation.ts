import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PAGE = join(__dirname, '../../docs/verify.md');

function pattern(name: string): RegExp {
  return new RegExp(`(<!-- output: ${name} -->\n\`\`\`console\n)[\\s\\S]*?(\`\`\`\n)`);
}

/**
 * Says how the page of the command differs from what the command really prints. With UPDATE_DOCS=1 the page is written anew.
 *
 * @param outputs what is to stand at the marks of these names
 */
export function checkDocumentation(outputs: ReadonlyMap<string, string>): string[] {
  const text = readFileSync(PAGE, 'utf8');
  const missing = [...outputs.keys()].filter((name) => !pattern(name).test(text));
  const wanted = [...outputs].reduce(
    (page, [name, output]) => page.replace(pattern(name), (_, head: string, tail: string) => head + output + tail),
    text,
  );
  if (process.env['UPDATE_DOCS'] === '1') {
    writeFileSync(PAGE, wanted);
    return [];
  }
  return [
    ...missing.map((name) => `docs/verify.md has no block with the output "${name}"`),
    ...(wanted === text
      ? []
      : ['docs/verify.md shows another output: UPDATE_DOCS=1 npm run test:traffic writes it anew']),
  ];
}
