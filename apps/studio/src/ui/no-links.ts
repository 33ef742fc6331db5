/** What markdown-it makes of `linkify-it` though it is told not to look for links; the build puts this in its place. */
export class LinkifyIt {}
