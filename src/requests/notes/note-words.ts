/** What is sealed of a note. */
export interface NoteWords {
  readonly text: string;
  readonly author: string;
  /** It tells of a call; missing in notes written before they could be told apart. */
  readonly telephone?: boolean;
}

export const noteField = (id: string): string => `note-${id}`;
