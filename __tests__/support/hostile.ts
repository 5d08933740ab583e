import fc from 'fast-check';
import { anyUnicode } from './unicode.ts';

/** Texts that make a runner, a terminal or a reader see something else than what they are. */
export const HOSTILE = [
  '::error::owned',
  '::set-output name=status::succeeded',
  '::add-mask::a',
  '   ::stop-commands::x',
  '\t::warning title=a::b',
  '\u00a0::error::nbsp',
  '\u0085::error::nel',
  '\u3000::error::wide blank',
  '\ufeff::error::bom',
  '\u200b::error::zero width',
  ':\u200b:error::zero width inside',
  ':\u00ad:error::soft hyphen inside',
  '\u0000::error::nul',
  ':\u001b[31m:error::colour inside',
  '\u001b]8;;https://evil.example\u0007::error::link\u001b]8;;\u0007',
  '\u001b]0;title',
  '\u009b31m::error::c1',
  '\u009d0;title\u009c::error::c1 string',
  '\u001b::error::bare escape',
  '##[command]rm -rf /',
  'text ##[error]in the middle',
  '###[group]three',
  '#\u200d#[error]joined',
  '#\u001b[0m#[error]joined',
  '##\u2060[error]joined',
  'first\n::error::second',
  'first\r::error::second',
  'first\r\n   ::error::second',
  'first\v::error::second\f::error::third',
  'first\u2028::error::second\u2029##[error]third',
  'first\u0085::error::second',
  ':::error::three',
  ':: ::error::x',
  '\u202e::rorre::\u202c',
  'a\u202eb\u2066c',
  '\ud800::error::half a pair',
  '%0A::error::escaped',
  '%0D%0A##[error]escaped',
  '',
  ' ',
  '\n\n\n',
] as const;

const anyUnit = fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit));

/** Hostile texts, any UTF-16 and what comes of joining them. */
export const hostileText = fc
  .array(
    fc.oneof(
      fc.constantFrom(...HOSTILE, ':', '::', '#', '##', '[', '\n', '\r', ' ', '\u001b', '`', '|'),
      anyUnicode(),
      fc.string({ unit: anyUnit }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));
