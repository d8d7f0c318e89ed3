export * from './gateway-controller';
export * from './rendering';
export * from './support-tier';
