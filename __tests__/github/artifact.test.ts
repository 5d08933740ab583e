import { describe, expect, it } from '@jest/globals';
import { artifactName } from '../../src/github/inputs/input-parsers.ts';
import type { ArtifactModule } from '../../src/github/artifact.ts';
import {
  ArtifactError,
  createArtifactUploader,
  NoArtifactServiceError,
} from '../../src/github/artifact.ts';
import { cosEndpoint } from '../../src/github/inputs/endpoint-parsers.ts';
import { getFolders } from '../../src/github/runner-env.ts';

/** What the runner of GitHub.com gives a step. */
const GITHUB = {
  GITHUB_SERVER_URL: 'https://github.com',
  ACTIONS_RESULTS_URL: 'https://results.example.com/',
  ACTIONS_RUNTIME_TOKEN: 'runtime-token',
};

/** An artifact service that answers with `id`, and what it was given. */
function service(id: number | undefined) {
  const given: unknown[][] = [];
  const module: ArtifactModule = {
    DefaultArtifactClient: class {
      uploadArtifact(...all: unknown[]) {
        given.push(all);
        return Promise.resolve(id === undefined ? {} : { id });
      }
      deleteArtifact() {
        return Promise.reject(new Error('there is nothing to delete'));
      }
    },
  };
  return { given, upload: createArtifactUploader(() => Promise.resolve(module), GITHUB) };
}

describe('an artifact', () => {
  it('is one file, in its own folder', async () => {
    const { given, upload } = service(7);
    await expect(upload('code', '/tmp/a/code.zip', 3)).resolves.toBe(7);
    expect(given).toEqual([['code', ['/tmp/a/code.zip'], '/tmp/a', { retentionDays: 3 }]]);
  });

  it('is kept as long as the repository says where nothing else is said', async () => {
    const { given, upload } = service(7);
    await upload('code', '/tmp/a/code.zip', undefined);
    expect(given).toEqual([['code', ['/tmp/a/code.zip'], '/tmp/a', {}]]);
  });

  it('that gets no ID was not kept', async () => {
    await expect(service(undefined).upload('a', '/b', 1)).rejects.toMatchObject({
      text: { key: 'github.no-artifact-id' },
    });
  });

  it('needs the service: what loading it fails with comes out', async () => {
    const upload = createArtifactUploader(
      () => Promise.reject(new Error('not on this server')),
      GITHUB,
    );
    await expect(upload('a', '/b', 1)).rejects.toThrow('not on this server');
  });

  it.each([
    { where: 'outside of a runner', env: {} },
    {
      where: 'on GitHub Enterprise Server',
      env: { ...GITHUB, GITHUB_SERVER_URL: 'https://git.corp' },
    },
    { where: 'on a server without a scheme', env: { ...GITHUB, GITHUB_SERVER_URL: 'git.corp' } },
    { where: 'without its address', env: { ...GITHUB, ACTIONS_RESULTS_URL: '' } },
    { where: 'without its token', env: { ...GITHUB, ACTIONS_RUNTIME_TOKEN: undefined } },
  ])('has no service $where', async ({ env }) => {
    const load = () => Promise.reject(new Error('loaded in vain'));
    await expect(createArtifactUploader(load, env)('a', '/b', 1)).rejects.toThrow(
      NoArtifactServiceError,
    );
  });

  it('is kept on a ghe.com server, too', async () => {
    const load = () => Promise.reject(new Error('loaded'));
    const env = { ...GITHUB, GITHUB_SERVER_URL: 'https://corp.ghe.com' };
    await expect(createArtifactUploader(load, env)('a', '/b', 1)).rejects.toThrow('loaded');
  });

  it.each(['a/b', 'a\\b', 'a:b', 'a"b', 'a<b', 'a>b', 'a|b', 'a*b', 'a?b', 'a\nb'])(
    'cannot be called %j',
    (name) => {
      expect(artifactName.parse(name)).toHaveProperty('fix');
    },
  );

  it.each(['code', 'code 1.0', 'Ünïcode_(x)'])('can be called %j', (name) => {
    expect(artifactName.parse(name)).toEqual({ value: name });
  });
});

/** An artifact service that fails so, one time after the other, and then keeps the artifact. */
function failing(...messages: string[]) {
  let count = 0;
  const deleted: string[] = [];
  const module: ArtifactModule = {
    DefaultArtifactClient: class {
      uploadArtifact() {
        const message = messages[count];
        count += 1;
        return message === undefined
          ? Promise.resolve({ id: 7 })
          : Promise.reject(new Error(message));
      }
      deleteArtifact(name: string) {
        deleted.push(name);
        return Promise.resolve();
      }
    },
  };
  const upload = createArtifactUploader(() => Promise.resolve(module), GITHUB);
  return {
    upload: (overwrite = false) => upload('code', '/tmp/a/code.zip', undefined, overwrite),
    count: () => count,
    deleted,
  };
}

const RESET = 'Failed to CreateArtifact: Unable to make request: ECONNRESET\nIf you are using …';
const TAKEN =
  'Failed to CreateArtifact: Received non-retryable error: Failed request: (409) Conflict: an artifact with this name already exists on the workflow run';
const PAGE =
  'Failed to CreateArtifact: Failed to make request after 5 attempts: Unexpected token \'<\', "<!DOCTYPE "... is not valid JSON';
const NOTHING =
  'Failed to CreateArtifact: Failed to make request after 5 attempts: Unexpected end of JSON input';
const DENIED =
  'Failed to CreateArtifact: Received non-retryable error: Failed request: (403) Forbidden: Error from intermediary';
const FULL =
  'Failed to CreateArtifact: Artifact storage quota has been hit. Unable to upload any new artifacts.';

describe('an artifact whose upload fails', () => {
  it('gets a second try where the connection broke', async () => {
    const service = failing(RESET);
    await expect(service.upload()).resolves.toBe(7);
    expect(service.count()).toBe(2);
  });

  it.each([
    [[RESET, RESET], 2, RESET],
    [[RESET, TAKEN], 2, RESET],
    [[RESET, FULL], 2, FULL],
    [[TAKEN], 1, TAKEN],
    [[FULL], 1, FULL],
    [[DENIED], 1, DENIED],
  ])('gets no other: %#', async (messages, count, message) => {
    const service = failing(...messages);
    await expect(service.upload()).rejects.toThrow(message);
    expect(service.count()).toBe(count);
  });

  it.each([
    [[], [], undefined],
    [[TAKEN], ['code'], undefined],
    [[RESET, TAKEN], ['code'], undefined],
    [[TAKEN, FULL], ['code'], FULL],
    [[DENIED], [], DENIED],
  ])('replaces what has its name, and nothing else, if asked: %#', async (messages, gone, end) => {
    const service = failing(...messages);
    const result = await service.upload(true).catch((error: unknown) => error);
    expect(result).toEqual(end === undefined ? 7 : new ArtifactError(new Error(end)));
    expect(service.deleted).toEqual(gone);
  });

  it('is advised on by its reason', () => {
    const advice = [PAGE, NOTHING, RESET, TAKEN, DENIED, FULL, 'Failed request: (503)', 'odd'].map(
      (message) => new ArtifactError(new Error(message)).fix,
    );
    expect(advice).toMatchObject([
      { key: 'github.allow-artifact-hosts' },
      { key: 'github.allow-artifact-hosts' },
      { key: 'github.allow-artifact-hosts' },
      { key: 'github.change-artifact-name' },
      { key: 'github.check-artifact-access' },
      { key: 'github.free-artifact-storage' },
      { key: 'github.rerun-for-artifact' },
      { key: 'github.check-artifact-inputs' },
    ]);
  });
});

describe('the reason of an artifact that was not kept', () => {
  it.each([PAGE, NOTHING])('has no message of the JSON parser: %s', (said) => {
    expect(new ArtifactError(new Error(said)).text).toMatchObject({
      key: 'github.artifact-no-json',
    });
  });

  it("is the service's own in all other cases", () => {
    expect(new ArtifactError(new Error(FULL)).text).toBe(FULL);
  });
});

describe('an artifact behind a proxy that refuses the log-in', () => {
  it.each([
    'Failed to CreateArtifact: tunneling socket could not be established, statusCode=407',
    'Failed to CreateArtifact: tunneling socket could not be established, statusCode=401',
    'Failed request: (407) Proxy Authentication Required',
  ])('is no matter of its name or of permissions: %s', (message) => {
    expect(new ArtifactError(new Error(message)).fix).toMatchObject({
      key: 'github.artifact-proxy',
    });
  });
});

describe('cos-endpoint', () => {
  it.each([
    'https://{bucket}.cos.{region}.myqcloud.com',
    'https://{bucket}.cos.accelerate.myqcloud.com',
    'https://storage.example.com/{bucket}/data',
    'http://127.0.0.1:9000/cos/{bucket}',
  ])('may be %s', (template) => {
    expect(cosEndpoint.parse(template)).toEqual({ value: template });
  });

  it.each([
    'cos.example.com',
    'http://{bucket}.cos.{region}.myqcloud.com',
    'https://user:word@example.com/{bucket}',
    'https://example.com/{bucket}?x=1',
    'ftp://{bucket}.example.com',
  ])('may not be %s', (template) => {
    expect(cosEndpoint.parse(template)).toHaveProperty('fix');
  });
});

describe('the folders of a job', () => {
  it('are those that the runner names', () => {
    const env = { GITHUB_WORKSPACE: '/w', RUNNER_TEMP: '/t' };
    expect(getFolders(env)).toEqual({ workspace: '/w', temp: '/t' });
  });

  it('are stood in for outside of a runner', () => {
    const { workspace, temp } = getFolders({});
    expect(workspace).toBe(process.cwd());
    expect(temp).not.toBe('');
  });
});
