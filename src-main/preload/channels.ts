/** The two channels between the window and the main process: calls in, notices out. */
export const CALL_CHANNEL = 'macule:call';
export const NOTICE_CHANNEL = 'macule:notice';
