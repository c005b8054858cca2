import { shallowRef } from 'vue';

/** The modal dialogs that are open, the topmost last: what is outside of it is covered and cannot be used. */
export const openDialogs = shallowRef<readonly HTMLDialogElement[]>([]);
