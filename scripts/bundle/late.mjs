// Makes all of undici and of the HTTP client of @actions there, in a chunk of their own.
import * as httpClient from '../../node_modules/@actions/http-client/lib/index.js';
import undici from 'undici/index.js';
import late from './late.cjs';

Object.assign(late, { httpClient, undici });
