import type { Finding } from '#shared/domain/finding';
import { findingsText } from './command';
import { writeOut } from './write-out';

/** Findings that are turned into text at a time. */
const BATCH = 500;

function* batches(findings: Iterable<Finding>): Generator<Finding[]> {
  let batch: Finding[] = [];
  for (const { severity, code, file, place, message } of findings) {
    batch.push({ severity, code, file, place, message });
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Writes one JSON document with all findings as its last member, without holding them: there may be a million. */
export async function writeJsonWithFindings(
  document: Readonly<Record<string, unknown>>,
  findings: Iterable<Finding>,
): Promise<void> {
  const members = Object.entries(document).map(([name, value]) => {
    return `  ${JSON.stringify(name)}: ${JSON.stringify(value, null, 2).replaceAll('\n', '\n  ')},\n`;
  });
  await writeOut(`{\n${members.join('')}  "findings": [`);
  let separator = '';
  for (const batch of batches(findings)) {
    await writeOut(separator + batch.map((finding) => `\n    ${JSON.stringify(finding)}`).join(','));
    separator = ',';
  }
  await writeOut(separator === '' ? ']\n}\n' : '\n  ]\n}\n');
}

/** Writes findings in words, a line each. */
export async function writeFindingLines(findings: Iterable<Finding>): Promise<void> {
  for (const batch of batches(findings)) await writeOut(findingsText(batch));
}
