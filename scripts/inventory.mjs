// Lists the packages in a bundle, with their licenses and an SBOM.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Lists the folders of the packages in the modules of webpack's stats, sorted. The plugin behind
 * ncc's --license misses merged modules.
 */
export function listPackages({ modules }) {
  const folders = new Set();
  const visit = ({ nameForCondition, modules: inner = [] }) => {
    const path = (nameForCondition ?? '').replaceAll('\\', '/');
    const folder = /\/(node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+)/.exec(path)?.[1];
    if (folder && existsSync(join(folder, 'package.json'))) folders.add(folder);
    inner.forEach(visit);
  };
  modules.forEach(visit);
  return [...folders].sort();
}

/**
 * Writes licenses.txt and sbom.cdx.json into `folder`. The result is reproducible for the same
 * packages.
 */
export function writeInventory(folder, packages) {
  writeFileSync(join(folder, 'licenses.txt'), formatLicenses(packages));
  writeFileSync(join(folder, 'sbom.cdx.json'), `${JSON.stringify(createSbom(packages))}\n`);
}

function readManifest(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

/** Formats the license texts; packages with the same text share one entry. */
function formatLicenses(packages) {
  const groups = Object.groupBy(packages, readLicense);
  return Object.entries(groups)
    .map(([text, folders]) => `${folders.map(formatHead).join('\n')}\n\n${text}\n`)
    .join(`\n${'-'.repeat(80)}\n`);
}

function formatHead(folder) {
  const { name, version, license = 'unknown' } = readManifest(folder);
  return `${name} ${version} (${license})`;
}

function readLicense(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /^(licen[cs]e|copying|notice)/i.test(entry.name))
    .map((entry) => entry.name)
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim())
    .join('\n');
}

const NPM = ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx'];

/** Creates npm's SBOM, reduced to the bundled packages and without data on time and machine. */
function createSbom(packages) {
  const options = { encoding: 'utf8', maxBuffer: 2 ** 26, shell: process.platform === 'win32' };
  const { status, stdout, stderr } = spawnSync('npm', NPM, options);
  if (status !== 0) throw new Error(`npm sbom failed:\n${stderr}`);
  const { bomFormat, specVersion, metadata, components } = JSON.parse(stdout);
  const names = new Set(
    packages.map(readManifest).map(({ name, version }) => `${name}@${version}`),
  );
  const bundled = components
    .filter(({ name, version }) => names.delete(`${name}@${version}`))
    .map(({ type, name, version, purl, hashes, licenses }) => {
      return { type, name, version, purl, hashes, licenses };
    });
  if (names.size > 0) throw new Error(`npm sbom does not list ${[...names].join(', ')}.`);
  const { version, licenses } = metadata.component;
  const name = readManifest('.').name;
  const component = { type: 'application', name, version, licenses };
  return { bomFormat, specVersion, version: 1, metadata: { component }, components: bundled };
}
