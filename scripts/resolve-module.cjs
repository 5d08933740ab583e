// How jest finds modules: as `require` does, and packages that are ES modules alone as `import` does.
// The bundle has the latter of both; no dependency of the action differs in that.
module.exports = (path, options) => {
  const { conditions = [], defaultResolver } = options;
  try {
    return defaultResolver(path, options);
  } catch {
    return defaultResolver(path, { ...options, conditions: [...conditions, 'import'] });
  }
};
