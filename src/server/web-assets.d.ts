/** Made by the build (`scripts/build-web.ts`): where each file of the web board is, by its path. */
declare module "*/dist/web-assets.js" {
  export const assets: {
    readonly [path: string]: { plain: string; br?: string; gzip?: string };
  };
}
