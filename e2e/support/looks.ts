/** Sizes of the window in CSS px, each with a theme; with `MACULE_ALL_LOOKS=1` every size in both. */
export const LOOKS = [
  { width: 1440, height: 900, theme: 'light' },
  { width: 1024, height: 700, theme: 'dark' },
  ...(process.env['MACULE_ALL_LOOKS'] === '1'
    ? ([
        { width: 1440, height: 900, theme: 'dark' },
        { width: 1024, height: 700, theme: 'light' },
      ] as const)
    : []),
] as const;
