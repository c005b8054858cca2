export type Surroundings = {
  readonly root?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly platform?: NodeJS.Platform;
};
export function electronBinary(surroundings?: Surroundings): string | null;
export function hasDisplay(surroundings?: Omit<Surroundings, 'root'>): boolean;
