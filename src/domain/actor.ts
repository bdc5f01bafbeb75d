/** The person on whose behalf something is asked or done. The record may not be on the board yet. */
export interface Actor {
  /** The id of a user. */
  id: string;
  name: string;
  email: string | null;
}
