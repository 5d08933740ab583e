import type { Random } from '../../explore/random.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** Makes random texts of the forms that accounts have, and remembers what must not survive. */
export interface SecretTexts {
  readonly atom: () => string;
  readonly digits: (length: number) => string;
  readonly ip: () => string;
  /** A text of any of the forms. */
  readonly any: () => string;
  /** Everything that was made. */
  readonly made: readonly string[];
}

export function makeSecretTexts(random: Random): SecretTexts {
  const made: string[] = [];
  const keep = (text: string): string => {
    made.push(text);
    return text;
  };
  const letters = (length: number) =>
    Array.from({ length }, () => LETTERS[random.integer(0, 25)] ?? 'a').join('');
  // A digit in the middle, so that it is no word.
  const atom = () =>
    keep(`${letters(random.integer(4, 8))}${random.integer(0, 9)}${letters(random.integer(4, 8))}`);
  const digits = (length: number) =>
    keep(Array.from({ length }, (_, index) => random.integer(index === 0 ? 2 : 0, 8)).join(''));
  const ip = () =>
    keep(
      [
        random.integer(11, 250),
        random.integer(10, 250),
        random.integer(10, 250),
        random.integer(10, 250),
      ].join('.'),
    );
  const forms: readonly [() => string, ...(() => string)[]] = [
    atom,
    ip,
    () => digits(random.integer(9, 12)),
    () => `app-${atom()}`,
    () => `https://${atom()}.${atom()}.com/${atom()}?${atom()}=${atom()}&q-signature=${atom()}`,
    () =>
      `http://${atom()}.cos.ap-guangzhou.myqcloud.com/${atom()}/${atom()}.zip?sign=${encodeURIComponent(`q-sign-algorithm=sha1&q-ak=${atom()}&q-signature=${atom()}`)}`,
    () => `cosn://${atom()}-${digits(10)}/${atom()}/${atom()}.csv`,
    () => `tem/pkg/${digits(10)}/app-${atom()}/${atom()}.jar`,
    () => `${atom()}@${atom()}.com`,
    () => `qcs::cam::uin/${digits(12)}:roleName/${atom()}`,
    () => `${atom()} ${atom()}\n${atom()}=${atom()};"${atom()}"`,
    () => `{"password":"${atom()}","host":"${ip()}"}`,
    () => `密码是${atom()}，地址是${ip()}`,
    () => `-Dkey=${atom()} -Xmx${digits(9)}m`,
    () => `${atom()}: ${atom()} failed at ${ip()} (${atom()})`,
    () => `${atom()}-${digits(10)}`,
  ];
  return { atom, digits, ip, made, any: () => random.pick(forms)() };
}
