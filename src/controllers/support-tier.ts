/** How far an implementation of the Gateway API is fit to be the shared front door of tenants. */
export enum SupportTier {
  /** Provisions itself and routes every pair of port and name on its own. */
  SUPPORTED = 'supported',

  /** Routes right, but each listener port must be opened by hand in its installation. */
  MANUAL_PORTS = 'manual-ports',

  /** Should work as far as its code says; not released as stable, or parts of it are unverified. */
  EXPERIMENTAL = 'experimental',

  /** Works, but reads TLSRoutes only in versions that the standard channel no longer serves. */
  LEGACY = 'legacy',

  /** Cannot serve the tenants of a shared gateway. */
  REFUSED = 'refused',
}
