/** The subnet's node that a pod runs on. */
export interface NodeInfo {
  Name: string;
  Zone: string;
  SubnetId: string;
  AvailableIpCount: string;
  Cidr: string;
}

/** The nodes of an environment in this region, one a subnet. */
export function nodesOf(region: string): NodeInfo[] {
  return ['k2tw7nj4', '8ndzsv5b', 'q6gm1xr2'].map((subnet, index) => ({
    Name: `eklet-subnet-${subnet}-71123${index}`,
    Zone: `${region}-${index + 2}`,
    SubnetId: `subnet-${subnet}`,
    AvailableIpCount: String(226 + index),
    Cidr: `10.0.${(index + 1) * 10}.0-24`,
  }));
}

export interface PodPlace {
  node: NodeInfo;
  ip: string;
}

/** Where a pod runs: follows from its name alone. */
export function placeOf(podId: string, region: string): PodPlace {
  const nodes = nodesOf(region);
  const number = Array.from(podId).reduce(
    (sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 7561,
    7,
  );
  const index = number % nodes.length;
  const node = nodes[index];
  if (node === undefined) throw new Error('An environment has nodes.');
  return { node, ip: `10.0.${(index + 1) * 10}.${2 + (number % 250)}` };
}
