import type { PairingFilter, PairingState } from '#shared/contract/pairing';
import type { PairingRule } from '#shared/domain/view';

/** How a photo came to a view, or why it is offered. */
export const RULE_WORDS: Readonly<Record<PairingRule, string>> = {
  user: 'chosen by hand',
  image_id: 'its name holds the image id',
  image_list: 'the image list names it',
  stem: 'it has the name of the result file',
  side_word: 'its name says the side',
  frame_size: 'it alone has the size of the frame',
};
export const STATE_WORDS: Readonly<Record<PairingState, string>> = {
  ambiguous: 'Several photos fit',
  confirmation: 'Waits for a yes',
  unpaired: 'No photo found',
  chosen: 'Chosen by hand',
  ruled: 'Paired by rule',
};
export const FILTER_WORDS: Readonly<Record<PairingFilter, string>> = {
  waiting: 'Need a photo',
  ...STATE_WORDS,
  all: 'All views',
};
