import type { Migration } from '../migrate';
import { createProject } from './0010-create-project';

/** Every schema step in order. Shipped steps never change. */
export const MIGRATIONS: readonly Migration[] = [createProject];
