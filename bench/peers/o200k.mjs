// Counts tokens as o200k does. Reads texts as JSON lines, answers each with a number. The first argument is the folder of the peers.

import {createRequire} from 'node:module';
import readline from 'node:readline';
import {pathToFileURL} from 'node:url';

const resolve = createRequire(pathToFileURL(process.argv[2] + '/package.json')).resolve;
const {countTokens} = await import(pathToFileURL(resolve('gpt-tokenizer/encoding/o200k_base')));

for await (const line of readline.createInterface({input: process.stdin})) {
  // What looks like a control token in a page is text like any other.
  console.log(countTokens(JSON.parse(line), {disallowedSpecial: new Set()}));
}
