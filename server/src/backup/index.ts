/** Backups: a workspace as one file, and a file as a workspace. */
export { BackupRefused, isGzip } from './lines.ts';
export { lookAtBackup, restoreBackup } from './restore.ts';
export { writeBackup } from './write.ts';
