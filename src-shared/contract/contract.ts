import type { z } from 'zod';
import type { Answer } from '../domain/error';
import { appContract, dialogsContract, foldersContract } from './app';
import { exportContract } from './export';
import { geometryContract } from './geometry';
import { ingestContract } from './ingest';
import { jobsContract } from './jobs';
import { pairingContract } from './pairing';
import { projectsContract } from './projects';
import { reviewContract } from './review';
import { rootsContract } from './roots';
import { subjectsContract } from './subjects';

/** Every method of the application, by service. Hosts, preload and callers are derived from this object. */
export const contract = {
  app: appContract,
  folders: foldersContract,
  dialogs: dialogsContract,
  projects: projectsContract,
  jobs: jobsContract,
  ingest: ingestContract,
  review: reviewContract,
  subjects: subjectsContract,
  pairing: pairingContract,
  roots: rootsContract,
  export: exportContract,
  geometry: geometryContract,
};

export type Contract = typeof contract;
export type ServiceName = keyof Contract;
type MethodOf<S extends ServiceName> = keyof Contract[S] & string;
export type MethodName = { [S in ServiceName]: `${S}.${MethodOf<S>}` }[ServiceName];

type Schemas<Name extends MethodName> = Name extends `${infer S extends ServiceName}.${infer M}`
  ? M extends keyof Contract[S]
    ? Contract[S][M]
    : never
  : never;
/** What a caller may pass (defaults left out) and what a handler receives (defaults filled in). */
export type CallInput<Name extends MethodName> =
  Schemas<Name> extends { input: infer I extends z.ZodType } ? z.input<I> : never;
export type HandlerInput<Name extends MethodName> =
  Schemas<Name> extends { input: infer I extends z.ZodType } ? z.output<I> : never;
export type Output<Name extends MethodName> =
  Schemas<Name> extends { output: infer O extends z.ZodType } ? z.output<O> : never;

/** How the renderer calls: same type over the Electron bridge and the loopback socket. */
export type Call = <Name extends MethodName>(name: Name, input: CallInput<Name>) => Promise<Answer<Output<Name>>>;
