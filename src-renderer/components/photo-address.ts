import type { PhotoId } from '#shared/domain/ids';
import { useProjectStore } from '../stores/project';

/**
 * The address of one size of a photo. Ids are counted anew in every project, and a page keeps pictures by their address:
 * without the project in it, the pictures of the project before would be shown.
 */
export function usePhotoAddress(): (photoId: PhotoId, size: 'thumb' | 'preview') => string {
  const project = useProjectStore();
  return (photoId, size) => `media/photo/${photoId}/${size}?of=${project.info?.projectId ?? ''}`;
}
