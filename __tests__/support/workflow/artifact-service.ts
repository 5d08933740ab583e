import { readAll, startServer } from '../http-server.ts';
import { inflateRawSync } from 'node:zlib';
import type { Artifacts } from './model.ts';

/** Stands in for GitHub's artifact service and its blob storage. */
export interface ArtifactService {
  /** What the runner tells each step about it. */
  environment: Record<string, string>;
  close: () => Promise<void>;
}

/** What is uploaded is kept in `artifacts` once it has been finalized. */
export async function startArtifactService(artifacts: Artifacts): Promise<ArtifactService> {
  /** The blocks of each blob, in the order in which they came: files here are of one block. */
  const blobs = new Map<string, Buffer>();
  const server = await startServer(async (request, response) => {
    const url = new URL(request.url ?? '', server.origin);
    const body = await readAll(request);
    if (request.method === 'PUT') {
      const isList = url.searchParams.get('comp') === 'blocklist';
      if (!isList) blobs.set(decodeURIComponent(url.pathname.replace('/blob/', '')), body);
      response.writeHead(201).end();
      return;
    }
    const { name, name_filter: nameFilter } = JSON.parse(body.toString('utf8')) as Asked;
    const method = url.pathname.replace(/.*\//, '');
    if (method === 'CreateArtifact' && artifacts.has(name)) {
      response.writeHead(409, { 'content-type': 'application/json' });
      const msg = 'an artifact with this name already exists on the workflow run';
      response.end(JSON.stringify({ code: 'already_exists', msg }));
      return;
    }
    if (method === 'DeleteArtifact') artifacts.delete(name);
    if (method === 'FinalizeArtifact') {
      artifacts.set(name, unzipOne(blobs.get(name) ?? Buffer.alloc(0)));
    }
    const found = [...artifacts.keys()].filter((each) => each === nameFilter);
    const answers: Record<string, object> = {
      CreateArtifact: {
        ok: true,
        signedUploadUrl: `${server.origin}/blob/${encodeURIComponent(name)}?sig=made-up`,
      },
      ListArtifacts: { artifacts: found.map((each) => ({ ...RUN, databaseId: '1', name: each })) },
    };
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify(answers[method] ?? { ok: true, artifactId: String(artifacts.size) }),
    );
  });
  return {
    environment: { ACTIONS_RESULTS_URL: server.origin, ACTIONS_RUNTIME_TOKEN: RUNTIME_TOKEN },
    close: server.close,
  };
}

/** What the requests ask for, as far as it matters here. */
interface Asked {
  readonly name: string;
  readonly name_filter?: string;
}

const RUN = { workflowRunBackendId: '77', workflowJobRunBackendId: 'job' };

/** Tells the client which run and job it serves; nobody verifies it. */
const RUNTIME_TOKEN = [{ alg: 'none' }, { scp: 'Actions.Results:77:job' }, {}]
  .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  .join('.');

/** The one file of a ZIP archive that is written as a stream, by its name. */
function unzipOne(archive: Buffer): Record<string, Buffer> {
  const directory = archive.readUInt32LE(archive.lastIndexOf('PK\u0005\u0006', -1, 'latin1') + 16);
  const packed = archive.readUInt32LE(directory + 20);
  const [nameSize, extraSize] = [archive.readUInt16LE(26), archive.readUInt16LE(28)];
  const start = 30 + nameSize + extraSize;
  const content = inflateRawSync(archive.subarray(start, start + packed));
  return { [archive.toString('utf8', 30, 30 + nameSize)]: content };
}
