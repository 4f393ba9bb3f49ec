/** Why the system refuses to read, write or listen, in words. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'you have no permission',
  EPERM: 'you have no permission',
  EISDIR: 'there is a folder of that name',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'there is a file of that name',
  ENOSPC: 'the disk is full',
  EDQUOT: 'your share of the disk is used up',
  EROFS: 'the disk is read-only',
  EIO: 'the disk has an error',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'the symbolic links go round in circles',
  EADDRINUSE: 'another program has it',
  EADDRNOTAVAIL: 'this computer has no such address',
  EMFILE: 'too many files are open',
};

/** The reason of a failed operation. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return REASONS[code ?? ''] ?? message ?? String(error);
}
