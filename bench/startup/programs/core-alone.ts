// What @actions/core costs by itself.
import * as core from '@actions/core';

core.setOutput('status', core.getInput('operation'));
