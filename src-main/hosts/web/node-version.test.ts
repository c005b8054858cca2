import { describe, expect, it } from 'vitest';
import { nodeProblem } from './node-version';

describe('the version of Node', () => {
  it.each(['22.22.2', '22.22.10', '22.23.0', '23.0.0', '24.0.0', '24.21.0', '100.0.0', '24.0.0-nightly20260101'])(
    '%s will do',
    (version) => expect(nodeProblem(version)).toBeNull(),
  );
  it.each(['20.20.2', '18.0.0', '22.0.0', '22.22.1', '22.21.99', '22.22', '', 'unknown'])(
    '%j is refused in words',
    (version) => expect(nodeProblem(version)).toContain('Macule needs Node 22.22.2 or newer'),
  );
});
