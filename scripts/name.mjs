// Replaces the placeholder of this repository's name in every file: npm run name --
// octo-org/deploy. With --check it only fails if a placeholder is left.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

// Split, so that the script does not replace it here.
const PLACEHOLDER = ['OWNER', 'REPO'].join('/');
const SKIPPED = new Set(['.git', 'node_modules', 'coverage', 'render']);

// GitHub's rules for names of accounts and repositories.
const ACCOUNT = /^[a-z\d](?:[a-z\d-]{0,37}[a-z\d])?$/i;
const REPOSITORY = /^(?!\.{1,2}$)(?!.*\.git$)[\w.-]{1,100}$/i;

const [argument = ''] = process.argv.slice(2);
if (argument === '--check') check();
else name(argument);

function check() {
  const files = listFiles('.').filter(hasPlaceholder);
  if (files.length === 0) return;
  fail(`${PLACEHOLDER} is left in ${files.join(', ')}. Run: npm run name -- ACCOUNT/REPOSITORY`);
}

function name(fullName) {
  const [account = '', repository = '', ...rest] = fullName.split('/');
  const isValid = ACCOUNT.test(account) && REPOSITORY.test(repository) && rest.length === 0;
  if (!isValid || fullName === PLACEHOLDER) {
    fail(`"${fullName}" is not the name of a GitHub repository. Use: octo-org/deploy`);
    return;
  }
  const files = listFiles('.').filter(hasPlaceholder);
  if (files.length === 0) {
    if (!readFileSync('package.json', 'utf8').includes(`/${fullName}.git`)) {
      fail('This copy has another name already: see "repository" in package.json.');
    }
    return;
  }
  for (const file of files) {
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(PLACEHOLDER, fullName));
  }
  console.log(`${files.length} files now name ${fullName}.`);
  console.log('Next: npm run format && npm run build && npm run check');
}

function listFiles(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (SKIPPED.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return listFiles(path);
    return entry.isFile() ? [path] : [];
  });
}

/** Skips binary files, which would be damaged if read as text. */
function hasPlaceholder(file) {
  const content = readFileSync(file);
  return content.includes(PLACEHOLDER) && !content.includes(0);
}

function fail(problem) {
  console.error(problem);
  process.exitCode = 1;
}
