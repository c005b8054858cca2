export const SEVERITIES = ['error', 'warning', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** One row of an import, validation, export or verification report. */
export type Finding = {
  readonly severity: Severity;
  /** snake_case, stable: one code per rule. */
  readonly code: string;
  /** Path relative to the given root, or '' when the finding is about the project. */
  readonly file: string;
  /** JSON path, lesion or view id, table row; '' when the whole file is meant. */
  readonly place: string;
  /** What happened and what to do. */
  readonly message: string;
};

export const isErrorFinding = (finding: Finding): boolean => finding.severity === 'error';
