const id=205,ids=[205],modules={205:(module=>{module.exports=eval("require")("kerberos")})};export{id,ids,modules};
