import type { IncomingMessage, ServerResponse } from 'node:http';
import { readAll, startServer } from '../http-server.ts';
import type { Artifacts } from './artifacts.ts';
import { unzip } from './unzip.ts';

/** Stands in for GitHub's artifact service and its blob storage. */
export interface ArtifactService {
  /** What the runner tells each step about it. */
  environment: Record<string, string>;
  close: () => Promise<void>;
}

/** What is uploaded is kept in `artifacts` once it has been finalized. */
export async function startArtifactService(artifacts: Artifacts): Promise<ArtifactService> {
  const blocks = new Map<string, Buffer>();
  const blobs = new Map<string, Buffer>();
  let origin = '';
  const calls: Record<string, (request: Named) => object> = {
    CreateArtifact: ({ name }) => ({
      ok: true,
      signedUploadUrl: `${origin}/blob/${encodeURIComponent(name)}?sig=made-up`,
    }),
    FinalizeArtifact: ({ name }) => {
      const archive = blobs.get(name) ?? Buffer.alloc(0);
      return { ok: true, artifactId: String(artifacts.keep(name, unzip(archive))) };
    },
  };

  const receiveBlob = async (url: URL, request: IncomingMessage): Promise<void> => {
    const name = decodeURIComponent(url.pathname.replace('/blob/', ''));
    const block = url.searchParams.get('blockid');
    const body = await readAll(request);
    if (block !== null) blocks.set(`${name}/${block}`, body);
    else if (url.searchParams.get('comp') === 'blocklist') {
      const ids = [...body.toString('utf8').matchAll(/<Latest>(.*?)<\/Latest>/g)];
      const parts = ids.map(([, id = '']) => blocks.get(`${name}/${id}`) ?? Buffer.alloc(0));
      blobs.set(name, Buffer.concat(parts));
    } else blobs.set(name, body);
  };

  const server = await startServer(async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '', origin);
    if (request.method === 'PUT') {
      await receiveBlob(url, request);
      response.writeHead(201).end();
      return;
    }
    const call = calls[url.pathname.split('/').at(-1) ?? ''];
    const body = JSON.parse((await readAll(request)).toString('utf8')) as Named;
    response.writeHead(call ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(call?.(body) ?? { msg: 'not found' }));
  });
  origin = server.origin;
  return {
    environment: { ACTIONS_RESULTS_URL: origin, ACTIONS_RUNTIME_TOKEN: RUNTIME_TOKEN },
    close: server.close,
  };
}

interface Named {
  name: string;
}

/** Tells the client which run and job it serves; nobody verifies it. */
const RUNTIME_TOKEN = [{ alg: 'none' }, { scp: 'Actions.Results:77:job' }, {}]
  .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  .join('.');
