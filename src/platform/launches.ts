/** The system hands files or an address to the installed app: a double click on a file, a shortcut, a second start. */
export interface Launch {
  readonly files: readonly FileHandle[];
  /** Where the start was meant to lead; the page that runs already has to go there itself. */
  readonly address: string | undefined;
}

/** What a launch brings: a file that can be read. */
export interface FileHandle {
  readonly name: string;
  getFile(): Promise<File>;
}

interface LaunchParams {
  readonly files?: readonly FileHandle[];
  readonly targetURL?: string | null;
}

interface LaunchQueue {
  setConsumer(consumer: (params: LaunchParams) => void): void;
}

/** Calls `take` for every launch, also for those that came before. Nothing happens where browsers have no launches. */
export function onLaunch(take: (launch: Launch) => void): void {
  const { launchQueue } = globalThis as { readonly launchQueue?: LaunchQueue };
  launchQueue?.setConsumer(({ files = [], targetURL }) => take({ files, address: targetURL ?? undefined }));
}
