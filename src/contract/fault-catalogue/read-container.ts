/** What can be wrong while reading: container. */
export const readContainerFaults = {};
