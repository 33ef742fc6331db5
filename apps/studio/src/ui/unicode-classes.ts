/**
 * What markdown-it needs of `uc.micro`: punctuation, symbols and spaces, which today's regular expressions know
 * themselves; the build puts this in its place.
 */
export const P: RegExp = /\p{P}/u;
export const S: RegExp = /\p{S}/u;
export const Z: RegExp = /\p{Z}/u;
