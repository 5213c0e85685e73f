/** What the screens of a community read. */
export const communitiesPath = '/v1/curator/communities'
export const communityPath = (id: string): string => `${communitiesPath}/${id}`
export const membersPath = (id: string): string => `${communityPath(id)}/members`
export const invitationsPath = (id: string): string => `${communityPath(id)}/invitations`
