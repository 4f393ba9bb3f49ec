/**
 * What a school's administrator may decide for everybody, so that nobody is asked: policies of Chromium browsers.
 * Names and shapes: chromeenterprise.google/policies and learn.microsoft.com/deployedge, as of Chrome 146, and found
 * in Chromium 156.
 */
import { BRIDGES } from '../device/bridges.ts';

/** How pupils come to their serial port. */
export type SerialWish =
  /** The browser asks which port; also where the default is to deny. */
  | 'ask'
  /** Boards with a known bridge need no question, others do. */
  | 'bridges'
  /** Every serial port of the machine. */
  | 'all';

export interface PolicyWish {
  /** Of the page: `https://twinslot.example`. Policies look at scheme, host and port only. */
  readonly origin: string;
  readonly serial: SerialWish;
  /** The relay on the pupil's own machine may be reached without a question. */
  readonly localNetwork: boolean;
  /** Address of the page, to be installed as an app for everybody. */
  readonly install?: string;
}

export type PolicyName =
  | 'SerialAskForUrls'
  | 'SerialAllowUsbDevicesForUrls'
  | 'SerialAllowAllPortsForUrls'
  | 'LocalNetworkAccessAllowedForUrls'
  | 'LoopbackNetworkAllowedForUrls'
  | 'WebAppInstallForceList';

export type Json = string | number | boolean | readonly Json[] | { readonly [key: string]: Json };

/** Lists of texts and structures are kept in different ways on Windows. */
export type Policy = { readonly name: PolicyName } & (
  | { readonly kind: 'list'; readonly value: readonly string[] }
  | { readonly kind: 'structure'; readonly value: Json }
);

/** The policies that make a wish true, and no more. */
export function policiesFor({ origin, serial, localNetwork, install }: PolicyWish): readonly Policy[] {
  const forOrigin = (name: PolicyName): Policy => ({ name, kind: 'list', value: [origin] });
  return [
    ...(serial === 'all' ? [forOrigin('SerialAllowAllPortsForUrls')] : [forOrigin('SerialAskForUrls')]),
    ...(serial === 'bridges' ? [knownBridges(origin)] : []),
    // The first counts from Chrome 139 on; from 146 on the machine itself has a policy of its own.
    ...(localNetwork
      ? [forOrigin('LocalNetworkAccessAllowedForUrls'), forOrigin('LoopbackNetworkAllowedForUrls')]
      : []),
    ...(install === undefined ? [] : [asApp(install)]),
  ];
}

const knownBridges = (origin: string): Policy => ({
  name: 'SerialAllowUsbDevicesForUrls',
  kind: 'structure',
  value: [
    {
      devices: BRIDGES.map(({ vendor, product }) => ({ vendor_id: vendor, product_id: product })),
      urls: [origin],
    },
  ],
});

const asApp = (url: string): Policy => ({
  name: 'WebAppInstallForceList',
  kind: 'structure',
  value: [{ url, default_launch_container: 'window', create_desktop_shortcut: true }],
});
