/** `npm run supply`: the licences of what Portico is made of; `npm run --silent supply -- sbom`: a CycloneDX bill of materials. */
import { install, node, run } from './house.mjs';

await install();
const { code } = await run(node, ['test/supply.ts', ...process.argv.slice(2)], { show: true });
process.exitCode = code;
