/** A contrast of 4.3 to 1 on both GitHub's light and dark background. */
export const GREY = '#737a85';
/** Text on all bars. */
export const BLACK = '#1f2328';
/** GitHub's colours of a link and of an error; both are readable on either background. */
export const BLUE = '#0969da';
export const RED = '#cf222e';
