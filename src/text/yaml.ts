/** Lines of a YAML mapping: values that YAML or GitHub would read otherwise are quoted. */
export function formatYamlLines(values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).map(([name, value]) => `${name}: ${formatYamlValue(value)}`);
}

/** A text as YAML reads it back, and as no expression of GitHub's. */
export function formatYamlValue(value: string): string {
  const isPlain =
    /^[a-z_][\w./-]*$/i.test(value) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(value);
  return isPlain ? value : JSON.stringify(value.replaceAll('${{', "${{ '${{' }}"));
}
