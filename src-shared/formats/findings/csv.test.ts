import { describe, expect, it } from 'vitest';
import { findingCsvLine, FINDINGS_CSV_HEAD } from './csv';

const finding = {
  severity: 'error' as const,
  code: 'json_syntax',
  file: 'a/b.json',
  place: '$[3].result',
  line: 7,
  column: 12,
  message: 'Broken.',
};

describe('findings as CSV', () => {
  it('writes RFC 4180 lines under their head', () => {
    expect(FINDINGS_CSV_HEAD).toBe('severity,code,file,place,line,column,message\r\n');
    expect(findingCsvLine(finding)).toBe('error,json_syntax,a/b.json,$[3].result,7,12,Broken.\r\n');
  });

  it('quotes commas, quotes and line feeds', () => {
    const line = findingCsvLine({ ...finding, line: null, column: null, message: 'say "no",\nplease' });
    expect(line).toBe('error,json_syntax,a/b.json,$[3].result,,,"say ""no"",\nplease"\r\n');
  });

  it.each(['=1+1', '+1', '-1', '@x', '\tx'])('never lets %j be a formula', (file) => {
    expect(findingCsvLine({ ...finding, file })).toContain(`,'${file},`);
  });
});
