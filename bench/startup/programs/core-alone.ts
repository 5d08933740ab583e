// Measures the cost of @actions/core alone.
import * as core from '@actions/core';

core.setOutput('status', core.getInput('operation'));
