import { globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Step, StepEnd, StepPlace } from './step.ts';

type StandIn = (inputs: Record<string, string>, where: StepPlace) => void;

const NOTHING: StandIn = () => undefined;

/** What other actions leave behind, as far as the workflows here need it. */
const STAND_INS: Record<string, StandIn> = {
  'actions/checkout': (_, { place, surroundings: { repository = {} } }) => {
    Object.entries(repository).forEach(([path, content]) => {
      write(join(place.workspace, path), content, content.startsWith('#!') ? 0o755 : 0o644);
    });
  },
  'actions/setup-java': NOTHING,
  'docker/login-action': NOTHING,
  'docker/build-push-action': NOTHING,
  'actions/upload-artifact': ({ name = 'artifact', path = '' }, { place, surroundings }) => {
    const files = globSync(path, { cwd: place.workspace })
      .map((each) => join(place.workspace, each))
      .filter((each) => statSync(each).isFile());
    if (files.length === 0) throw new Error(`No files were found with the path: ${path}`);
    const contents = files.map((each) => [basename(each), readFileSync(each)]);
    surroundings.artifacts.keep(name, Object.fromEntries(contents) as Record<string, Buffer>);
  },
  'actions/download-artifact': ({ name = '', path = '' }, { place, surroundings }) => {
    Object.entries(surroundings.artifacts.find(name)).forEach(([file, content]) => {
      write(join(place.workspace, path, file), content, 0o644);
    });
  },
};

/** Does what another action would. Throws where there is no stand-in for it. */
export function runStandIn(step: Step, where: StepPlace): StepEnd {
  const [action = ''] = step.uses.split('@');
  const standIn = STAND_INS[action];
  if (standIn === undefined) throw new Error(`There is no stand-in for ${step.uses}.`);
  const end = { outputs: {}, variables: {}, masks: [], summary: '' };
  try {
    standIn(step.inputs, where);
    return { ...end, succeeded: true, log: '' };
  } catch (error) {
    return { ...end, succeeded: false, log: String(error) };
  }
}

function write(path: string, content: string | Buffer, mode: number): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content, { mode });
}
