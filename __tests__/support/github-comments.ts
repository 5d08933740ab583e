/** A comment as GitHub keeps it. */
export interface KeptComment {
  readonly id: number;
  readonly issue: number;
  readonly user: { readonly type: 'Bot' | 'User' };
  body: string;
}

interface Asked {
  readonly method: string | undefined;
  /** `/issues/12/comments?page=2`. */
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

type Shown = Readonly<Record<string, unknown>>;

interface Answer {
  readonly status: number;
  readonly answer: Shown | readonly Shown[];
  /** The path of the next page. */
  readonly next?: string;
}

const PAGE = 30;
const MAX_LENGTH = 65_536;

/** Lists, adds and changes comments, as GitHub documents it; pages have 30. */
export function answerComments(kept: KeptComment[], isAllowed: boolean, asked: Asked): Answer {
  const { pathname, searchParams } = new URL(asked.path, 'https://github.invalid');
  const refuse = (status: number, message: string) => ({ status, answer: { message } });
  if (!isAllowed) return refuse(403, 'Resource not accessible by integration');
  const issue = Number(/^\/issues\/(\d+)\/comments$/.exec(pathname)?.[1]);
  if (asked.method === 'GET' && issue > 0) {
    const page = Number(searchParams.get('page') ?? 1);
    const all = kept.filter((comment) => comment.issue === issue);
    const hasMore = all.length > page * PAGE;
    return {
      status: 200,
      answer: all.slice((page - 1) * PAGE, page * PAGE).map((comment) => ({ ...comment })),
      ...(hasMore ? { next: `${pathname}?page=${page + 1}` } : {}),
    };
  }
  const { body } = asked.body;
  if (typeof body !== 'string' || body === '' || body.length > MAX_LENGTH) {
    return refuse(422, 'Validation Failed');
  }
  if (asked.method === 'POST' && issue > 0) {
    const comment: KeptComment = { id: 1_000 + kept.length, issue, user: { type: 'Bot' }, body };
    kept.push(comment);
    return { status: 201, answer: { ...comment } };
  }
  const id = Number(/^\/issues\/comments\/(\d+)$/.exec(pathname)?.[1]);
  const comment = kept.find((each) => each.id === id);
  if (asked.method !== 'PATCH' || comment === undefined) return refuse(404, 'Not Found');
  comment.body = body;
  return { status: 200, answer: { ...comment } };
}
