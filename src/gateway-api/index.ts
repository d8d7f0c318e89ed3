export * from './gateway-api-release';
