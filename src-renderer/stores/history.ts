import { defineStore } from 'pinia';
import type { EventRow } from '#shared/contract/review';
import type { ViewId } from '#shared/domain/ids';
import { useClient } from '../api/client';
import { useToastsStore } from './toasts';

/** Events of a view, newest first. */
export const useHistoryStore = defineStore('history', () => {
  const client = useClient();
  const toasts = useToastsStore();
  async function ofView(viewId: ViewId): Promise<readonly EventRow[]> {
    const answer = await client.call('review.history', { viewId, limit: 500 });
    if (answer.ok) return answer.value.rows;
    toasts.showError(answer.error);
    return [];
  }
  return { ofView };
});
