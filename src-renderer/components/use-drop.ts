import { onBeforeUnmount, onMounted } from 'vue';
import { useClient } from '../api/client';
import { useAppStore } from '../stores/app';
import { useImportingStore } from '../stores/importing';
import { useProjectStore } from '../stores/project';
import { useToastsStore } from '../stores/toasts';

/** Files dropped on the window are imported, a project file is opened. A browser never yields a path: it is explained. */
export function useDrop(): void {
  const client = useClient();
  const app = useAppStore();
  const project = useProjectStore();
  const importing = useImportingStore();
  const toasts = useToastsStore();

  const over = (event: DragEvent): void => event.preventDefault();
  async function drop(event: DragEvent): Promise<void> {
    event.preventDefault();
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length === 0) return;
    const paths = files.map((file) => client.pathForFile(file)).filter((path): path is string => path !== null);
    const isProject = (name: string): boolean => name.toLowerCase().endsWith('.macule');
    if (paths.length < files.length) {
      toasts.show(
        'warning', // it stays longer: it explains why a dialog opens
        'A browser does not tell where a dropped file lies',
        project.info || files.some(({ name }) => isProject(name))
          ? 'Choose it in the folder browser instead.'
          : 'Make a project first; then choose it in the folder browser.',
      );
      if (files.some(({ name }) => isProject(name))) app.dialog = 'openProject';
      else app.dialog = project.info ? 'import' : 'newProject';
      return;
    }
    const own = paths.find(isProject);
    if (own) await project.open(own);
    else if (project.info) await importing.start(paths);
    else toasts.show('info', 'Open or create a project first', 'Then drop the files again to import them.');
  }
  const onDrop = (event: DragEvent): void => void drop(event);
  onMounted(() => {
    window.addEventListener('dragover', over);
    window.addEventListener('drop', onDrop);
  });
  onBeforeUnmount(() => {
    window.removeEventListener('dragover', over);
    window.removeEventListener('drop', onDrop);
  });
}
