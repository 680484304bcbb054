/** Sends a message to the person; its subject is the message. */
export const SEND_MESSAGE_JOB = 'send-message';

/** Tells the DPO that something came in or came back; its subject is the message, or the recipient. */
export const MESSAGE_NOTICE_JOB = 'message-notice';
