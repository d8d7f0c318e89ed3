export * from './gateway-controller';
export * from './support-tier';
