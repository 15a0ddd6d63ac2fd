/** What keeps a page live, in one chunk: the link, and the socket that it goes by. */
export { createLink } from '../store/link.ts';
export { openSocket } from './index.ts';
