import { DEMO_APPLICATION } from './tem/seed.ts';
import type { ApplicationSeed, DeployMode } from './tem/seed.ts';
import type { Site } from './tem/service.ts';

export const HELP = `Tencent Cloud in a process, for tests and demos.

npm run simulator -- [options]
  --port N            listen on 127.0.0.1:N            (default 9800; 0: any free port)
  --speed N           so many times faster than real   (default 1)
  --epoch MS          where a scaled clock starts, in real ms since 1970  (default now)
  --site NAME         china or international           (default china)
  --instances N       running instances                (default ${DEMO_APPLICATION.instances})
  --deploy-mode MODE  IMAGE, JAR or WAR                (default ${DEMO_APPLICATION.deployMode})
  --region NAME       the application's region         (default ${DEMO_APPLICATION.region})
  --pod-start N       seconds until a new pod is ready (default 20)
  --help

With a speed other than 1, clients must scale their clock by the same speed and epoch:
virtual time = epoch + (real time - epoch) * speed. Otherwise their signatures expire.

Over HTTP, unsigned:
  POST   /simulator/faults            inject a fault: {"kind":"reset-after","action":"RollingUpdateApplicationByVersion"}
  DELETE /simulator/faults            forget all faults
  GET    /simulator/calls             every call so far
  GET    /simulator/tem/applications  the applications as they are now
  GET    /simulator/car/applications  also scf/functions, dlc/tasks, cos/buckets
  GET    /simulator/cos/requests      every request to COS so far
  POST   /simulator/cos/faults        inject a fault: {"kind":"cut","operation":"GetObject","bytes":100}
  DELETE /simulator/cos/faults        forget all faults of COS`;

export const OPTIONS = {
  port: { type: 'string', default: '9800' },
  speed: { type: 'string', default: '1' },
  epoch: { type: 'string' },
  site: { type: 'string', default: 'china' },
  instances: { type: 'string', default: String(DEMO_APPLICATION.instances) },
  'deploy-mode': { type: 'string', default: DEMO_APPLICATION.deployMode },
  region: { type: 'string', default: DEMO_APPLICATION.region },
  'pod-start': { type: 'string', default: '20' },
  help: { type: 'boolean', default: false },
} as const;

export interface Flags {
  port: string;
  speed: string;
  epoch?: string | undefined;
  site: string;
  instances: string;
  'deploy-mode': string;
  region: string;
  'pod-start': string;
}

export interface Settings {
  port: number;
  speed: number;
  /** Real milliseconds since 1970. */
  epoch: number;
  site: Site;
  application: ApplicationSeed;
}

/** Throws an Error that names the flag. */
export function readSettings(flags: Flags): Settings {
  return {
    port: wholeNumber('port', flags.port),
    speed: positiveNumber('speed', flags.speed),
    epoch: flags.epoch === undefined ? Date.now() : wholeNumber('epoch', flags.epoch),
    site: oneOf<Site>('site', flags.site, ['china', 'international']),
    application: {
      ...DEMO_APPLICATION,
      instances: wholeNumber('instances', flags.instances),
      deployMode: oneOf<DeployMode>('deploy-mode', flags['deploy-mode'], ['IMAGE', 'JAR', 'WAR']),
      region: flags.region,
      behaviour: { podStartSeconds: positiveNumber('pod-start', flags['pod-start']) },
    },
  };
}

function wholeNumber(flag: string, text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new Error(`--${flag} must be a whole number, not "${text}".`);
  return Number(text);
}

function positiveNumber(flag: string, text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value <= 0) {
    throw new Error(`--${flag} must be a number above 0, not "${text}".`);
  }
  return value;
}

function oneOf<Word extends string>(flag: string, text: string, words: readonly Word[]): Word {
  const word = words.find((each) => each === text);
  if (word === undefined) {
    throw new Error(`--${flag} must be one of ${words.join(', ')}, not "${text}".`);
  }
  return word;
}
