import type { Node, Parent } from 'unist';
import rehypeRaw from 'rehype-raw';
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize';
import rehypeStringify from 'rehype-stringify';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';

/** In comments GitHub ends a line where the Markdown does. */
function breakLines() {
  const breakIn = (node: Node): void => {
    if (!('children' in node)) return;
    const parent = node as Parent;
    parent.children = parent.children.flatMap((child) => {
      breakIn(child);
      if (child.type !== 'text' || !('value' in child)) return [child];
      return String(child.value)
        .split('\n')
        .flatMap((value, index) => [
          ...(index > 0 ? [{ type: 'break' }] : []),
          { type: 'text', value },
        ]);
    });
  };
  return breakIn;
}

/** GitHub's way from Markdown to HTML: GFM, HTML in it parsed, then what its schema allows. */
const createPipeline = (hasHardBreaks: boolean) =>
  unified()
    .use(remarkParse)
    .use(remarkGfm)
    .use(hasHardBreaks ? [breakLines] : [])
    .use(remarkRehype, { allowDangerousHtml: true })
    .use(rehypeRaw)
    .use(rehypeSanitize, defaultSchema)
    .use(rehypeStringify);

/** The HTML that GitHub makes of a job summary or a comment, before it draws the diagrams. */
export async function githubHtml(
  markdown: string,
  { hasHardBreaks = false }: { readonly hasHardBreaks?: boolean } = {},
): Promise<string> {
  return String(await createPipeline(hasHardBreaks).process(markdown));
}
