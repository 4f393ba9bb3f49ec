/** What the network side of a board does: the SDK's upgrade client and the demo firmware around it. Plain data. */

export interface NetworkSettings {
  /** Port of the page with the build number. */
  readonly pagePort: number;
  /** A connection to this port starts the update. */
  readonly triggerPort: number;
  /** Port that the update is fetched from, on the host that triggered it. */
  readonly callbackPort: number;
  /**
   * The request text for the other slot's image, as the application hands it to the SDK; sent as it is, and as HEAD
   * by blind replacement. `{slot}` stands for user1 or user2.
   */
  readonly request: string;
  /** Time for the whole update, ms (`check_times`). */
  readonly checkTimes: number;
  /** SDK 2.2.1 and older does not know a header that comes in two segments. */
  readonly sdk: '3.0.4' | '2.2.1';
  /** Bytes of a slot's partition as the application registered it; 0 is a table that nobody registered. */
  readonly partition: number | 'from-map';
  /** Bytes that the board takes before it has dealt with them, and the longest segment: SDK's lwIP. */
  readonly window: number;
  readonly segment: number;
}

/** The demo firmware of BSPTools: HTTP/1.0, no Host, and a stray CR behind the blank line. */
export const DEMO: NetworkSettings = {
  pagePort: 80,
  triggerPort: 88,
  callbackPort: 8888,
  request: 'GET /{slot}.bin HTTP/1.0\r\nConnection: close\r\n\r\n\r',
  checkTimes: 60_000,
  sdk: '3.0.4',
  partition: 'from-map',
  window: 5840,
  segment: 1460,
};

/** The client's two buffers hold 512 bytes each; what else goes in there leaves about this much. */
const LONGEST_REQUEST = 500;

/** @throws RangeError for a request that would overflow the client's buffers. */
export function networkSettings(changes: Partial<NetworkSettings> = {}): NetworkSettings {
  const settings = { ...DEMO, ...changes };
  const { length } = settings.request;
  if (length > LONGEST_REQUEST) {
    throw new RangeError(
      `a request of ${length} characters; the SDK's client has room for ${LONGEST_REQUEST}`,
    );
  }
  return settings;
}
