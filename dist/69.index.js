const i=69,E=[69],c={5069:((o,t,_)=>{_.r(t);var n=_(66),s=_(1684),d=_(2330);Object.assign(d,{httpClient:n,undici:s})})};export{i as id,E as ids,c as modules};
